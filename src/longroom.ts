#!/usr/bin/env node
/**
 * The installed command. It looks at Node's version before anything is loaded that an older one could
 * not read, so that the mistake is one clear line.
 */
const NODE_MAJOR_MIN = 24;
const major = Number(process.versions.node.split('.')[0]);

if (major < NODE_MAJOR_MIN) {
  process.stderr.write(`longroom needs Node ${NODE_MAJOR_MIN} or newer; this is Node ${process.versions.node}.\n`);
  process.exitCode = 1;
} else {
  await import('./main.ts');
}
