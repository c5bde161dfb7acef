import { isRefusal } from '../../wire/error.ts';
import { serviceCommand } from '../command.ts';

export const testService = serviceCommand({
  node: 'longroom:service:test',
  words: 'service test',
  changes: false,
  title: 'Test the service',
  instructions:
    'Measures the way that a message goes: to the server and back, and onto the disk. Nothing is left behind.',
  mayRun: 'service admin',
  fields: {},
  async run(_, { probe }) {
    const report = await probe.run();
    if (isRefusal(report)) return report;
    const { server, store, read } = report;
    const works = server === undefined ? 'The server sent nothing back in time; the store works.' : 'It works.';
    return {
      note: works,
      facts: [
        { name: 'server', label: 'To the server and back', value: server === undefined ? 'no answer' : took(server) },
        { name: 'store', label: 'Until it is safe on the disk', value: took(store) },
        { name: 'read', label: 'Reading it again', value: took(read) },
      ],
    };
  },
});

/** With a digit behind the point, since most of it takes little. */
function took(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}
