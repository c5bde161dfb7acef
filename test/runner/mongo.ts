/** Says on which MongoDB the suites run; it is chosen, and what it needs is made, before any of them starts. */
import { launchMongo, noMongo } from '../servers/mongo.ts';
import { chooseMongo } from '../servers/mongo-choice.ts';

export async function sayMongo(say: (line: string) => void): Promise<void> {
  await chooseMongo(say);
  const missing = await noMongo();
  if (missing !== undefined) {
    say(`What needs MongoDB is skipped: ${missing}.`);
    return;
  }
  try {
    const server = await launchMongo();
    say(`Tests with MongoDB run on ${server.name}.`);
    await server.stop();
  } catch (error) {
    // The tests say so too, each by failing.
    say(`MongoDB cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
