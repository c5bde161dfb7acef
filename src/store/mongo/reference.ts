/** What docs/store.md says of the collections, made from their list. */
import { collectionRows, indexRows, keysText } from './indexes.ts';

const sections: Readonly<Record<string, () => readonly string[]>> = {
  collections: () => [
    '| collection | a document is | its `_id` |',
    '| --- | --- | --- |',
    ...collectionRows.map(({ name, holds, id }) => `| \`${name}\` | ${holds} | ${id} |`),
  ],
  indexes: () => [
    '| collection | index | what it is for |',
    '| --- | --- | --- |',
    ...indexRows.map(({ collection, keys, why }) => `| \`${collection}\` | \`${keysText(keys)}\` | ${why} |`),
  ],
  sharding: () => [
    '```js',
    'sh.enableSharding("longroom")',
    ...collectionRows.flatMap(({ name, shardKey }) =>
      shardKey === undefined ? [] : [`sh.shardCollection("longroom.${name}", ${keyText(shardKey)})`],
    ),
    '```',
  ],
};

/** The page with its made parts as they are now; each stands between `<!-- made: NAME -->` and `<!-- end -->`. */
export function withMadeParts(page: string): string {
  return page.replace(/<!-- made: (\w+) -->\n[\s\S]*?<!-- end -->/g, (part, name: string) => {
    const lines = sections[name]?.();
    return lines === undefined ? part : `<!-- made: ${name} -->\n\n${lines.join('\n')}\n\n<!-- end -->`;
  });
}

function keyText(keys: Readonly<Record<string, 1>>): string {
  const parts = Object.entries(keys).map(([name, direction]) => `${name}: ${direction}`);
  return `{ ${parts.join(', ')} }`;
}
