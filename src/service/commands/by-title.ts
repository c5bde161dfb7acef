/** Texts for people who see forms, and not what is typed elsewhere. */
import { commands } from '../../commands/index.ts';

const titles: ReadonlyMap<string, string> = new Map(commands.map(({ words, title }) => [words, title]));

/**
 * A command that a text names by what is typed for it (`"job show x7Kd0"`) is named by its title, as clients show it. Words
 * that stand alone are left: somebody may have called a category so.
 */
export function byTitle(text: string): string {
  return text.replaceAll(/"([a-z]+ [a-z]+)( [^"]*)?"/g, (quoted, words: string) => {
    const title = titles.get(words);
    return title === undefined ? quoted : `"${title}"`;
  });
}
