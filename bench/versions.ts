/** The versions of everything that takes part. */
import { version } from '../src/command-line.ts';
import { said } from './result.ts';

export function versions(): Record<string, string> {
  const prosody = /^Prosody (\S+)/m.exec(said('prosodyctl', 'about'))?.[1];
  const ejabberd = said('dpkg-query', '-W', '-f', `\${Version}`, 'ejabberd');
  return {
    longroom: version(),
    node: process.version,
    ...(prosody === undefined ? {} : { prosody }),
    ...(ejabberd === '' ? {} : { ejabberd }),
  };
}
