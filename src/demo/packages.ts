/**
 * Servers and the browser that the demo and the tests need, from the system's packages (Debian, Ubuntu).
 *
 * Installing one must neither start nor enable it on the machine: for the time of the installation a policy
 * forbids starting (policy-rc.d, as Debian's policy for init scripts describes it), and what the packages
 * enable for the next boot is taken back. A policy that was there before comes back whatever happens.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Packages this project can ask for, with the programs by which each is known to be there. */
const PROGRAMS = {
  prosody: ['prosody'],
  ejabberd: ['ejabberdctl'],
  slapd: ['slapd'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  profanity: ['profanity'],
  tmux: ['tmux'],
  gajim: ['gajim'],
  xvfb: ['Xvfb'],
  'default-jdk-headless': ['javac'],
  maven: ['mvn'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PackageName = keyof typeof PROGRAMS;

export interface PackagesOutcome {
  /** Empty when everything is there. */
  readonly missing: readonly PackageName[];
  /** Why, and what the person can do. Present when something is missing. */
  readonly reason?: string;
}

/** Servers are often in `sbin`, which is not on everybody's path. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin', '/snap/bin'];
const INSTALL_MINUTES_MAX = 15;

/** The full path of the program that a package brings, if it is there. */
export function programOf(name: PackageName): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SYSTEM_FOLDERS].filter(
    (folder) => folder !== '',
  );
  const paths = PROGRAMS[name].flatMap((program) => folders.map((folder) => join(folder, program)));
  return paths.find(isExecutable);
}

/** Installs what is missing, saying so first through `say`; what it may not or cannot do is in the outcome. */
export async function ensurePackages(
  names: readonly PackageName[],
  say: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Promise<PackagesOutcome> {
  const missing = absent(names);
  if (missing.length === 0) return { missing };
  const wanted = missing.join(', ');
  const byHand = `install it by hand (apt-get install ${missing.join(' ')}), or use docker/compose.yaml`;
  if (!isExecutable('/usr/bin/apt-get')) {
    return { missing, reason: `${wanted} not installed and there is no apt-get here; ${byHand}` };
  }
  const root = becomeRoot();
  if (root === undefined) return { missing, reason: `${wanted} not installed and installing needs root; ${byHand}` };
  say(`Installing from the system's packages: ${wanted}. Nothing of it is started or enabled on this machine.`);
  const failure = await install(missing, root);
  const left = absent(names);
  if (left.length === 0) return { missing: left };
  return {
    missing: left,
    reason: `installing ${left.join(', ')} failed${failure === '' ? '' : ` (${failure})`}; ${byHand}`,
  };
}

function absent(names: readonly PackageName[]): PackageName[] {
  return names.filter((name) => programOf(name) === undefined);
}

/** The words to put before a command so that root runs it. A person at a terminal may be asked by sudo. */
function becomeRoot(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  if (spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) return ['sudo', '-n'];
  const somebodyThere = process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env['CI'];
  return somebodyThere && spawnSync('sudo', ['-V'], { stdio: 'ignore' }).status === 0 ? ['sudo'] : undefined;
}

/** Gives the last line of what went wrong, or nothing. */
async function install(names: readonly PackageName[], root: readonly string[]): Promise<string> {
  const [program = 'sh', ...words] = [...root, 'sh', '-c', INSTALL_SCRIPT, 'install', ...names];
  const child = spawn(program, words, { stdio: ['inherit', 'pipe', 'pipe'], timeout: INSTALL_MINUTES_MAX * 60_000 });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      tail = (tail + data.toString()).slice(-2000);
    });
  }
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  child.once('error', () => resolve(null));
  const status = await promise;
  return status === 0 ? '' : (tail.trim().split('\n').at(-1) ?? '');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The packages to install are its arguments. One script, because root is needed throughout and because a trap puts things back also when it is cut
 * short. A saved policy that an earlier run could not put back (the machine died) is put back first.
 */
export const INSTALL_SCRIPT = `
set -u
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
policy=/usr/sbin/policy-rc.d
saved=$policy.longroom-saved
before=$(mktemp)
putback() {
  rm -f "$before"
  if [ -e "$saved" ] || [ -L "$saved" ]; then mv -f "$saved" "$policy"
  elif grep -qs 'longroom: temporary' "$policy"; then rm -f "$policy"; fi
}
putback
trap putback EXIT
trap 'exit 1' INT TERM HUP
dpkg-query -W -f '\${Package}\\n' | sort > "$before"
if [ -e "$policy" ] || [ -L "$policy" ]; then mv "$policy" "$saved"; fi
printf '#!/bin/sh\\n# longroom: temporary\\nexit 101\\n' > "$policy"
chmod 755 "$policy"
get() { apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" < /dev/null; }
get "$@" || { apt-get update -q < /dev/null && get "$@"; }
status=$?
for package in $(dpkg-query -W -f '\${Package}\\n' | sort | comm -13 "$before" -); do
  dpkg -L "$package" 2> /dev/null | sed -n -E 's#^(/usr)?/lib/systemd/system/([^/]+\\.(service|socket|timer))$#\\2#p' |
  while read -r unit; do
    deb-systemd-helper disable "$unit" > /dev/null 2>&1
    rm -f /etc/systemd/system/*.wants/"$unit"
  done
  dpkg -L "$package" 2> /dev/null | sed -n 's#^/etc/init.d/##p' |
  while read -r script; do update-rc.d "$script" disable > /dev/null 2>&1; done
done
exit $status
`;
