/** All examples that are played. */
import { entering } from './entering.ts';
import type { Play } from './play.ts';

export const plays: readonly Play[] = [...entering];
