/** A room's memory of recent messages as a part of its snapshot. */
import { RecentPosts } from '../room/recent-posts.ts';

export interface RecentPart {
  readonly base: number;
  /** Words of 32 bits, little-endian, in base64. */
  readonly words: string;
}

/** What is read where a snapshot has no such part. */
export const noRecent: RecentPart = { base: 0, words: '' };
const bytesPerWord = 4;

export function encodeRecent(recent: RecentPosts): RecentPart {
  const { base, words } = recent.rows;
  const bytes = Buffer.alloc(words.length * bytesPerWord);
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, index * bytesPerWord);
  return { base, words: bytes.toString('base64') };
}

export function decodeRecent({ base, words: text }: RecentPart): RecentPosts {
  const bytes = Buffer.from(text, 'base64');
  const words: number[] = [];
  for (let at = 0; at < bytes.length; at += bytesPerWord) words.push(bytes.readUInt32LE(at));
  return RecentPosts.from({ base, words });
}
