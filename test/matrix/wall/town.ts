/**
 * People, rooms and categories, on the service as it runs and in the model beside it. After every act: nobody has been told
 * what they may not know, nobody is in a room who may not be, and nobody was put out who may be in it.
 */
import type { Log } from '../../../src/ops/log.ts';
import type { Person as Actor } from '../../../src/room/state.ts';
import { isRefusal, type Refusal, refusal } from '../../../src/wire/error.ts';
import { child, type Element, serialize } from '../../../src/wire/xml.ts';
import { commandXml, type Stage, stageOf } from '../../service/commanding.ts';
import { domain, errorOf, type World } from '../../world.ts';
import { Beliefs } from './beliefs.ts';
import {
  type Animal,
  admits,
  animals,
  categoryNames,
  copyOf,
  firstModel,
  type Model,
  type Person,
  persons,
} from './model.ts';
import { breachIn } from './oracle.ts';
import { Process, root } from './process.ts';
import { jidOf, sessionOf } from './stanzas.ts';

/** Who left by themselves in this act is not put out. */
interface Own {
  readonly left?: { readonly who: Person; readonly room: Animal };
}

export class Town {
  readonly model: Model = firstModel();
  readonly beliefs = new Beliefs();
  readonly process: Process;
  readonly breaches: string[] = [];
  readonly categoryKeys: string[] = [];
  /** What nobody else may ever hear: whoever said it may not be heard there. */
  readonly unheard: { readonly token: string; readonly by: Person }[] = [];
  readonly #sent = new Set<string>();
  readonly #trace: (line: string) => void;
  /** The last stanza-id that somebody saw in the room. */
  readonly seen = new Map<Animal, string>();
  /** What everybody has been sent in this act. */
  heard = new Map<Person, Element[]>();
  number = 0;

  constructor(trace: (line: string) => void = () => {}) {
    this.#trace = trace;
    this.process = new Process(logOf(trace), [...persons, ...persons.map(sessionOf)]);
  }

  get world(): World {
    return this.process.world;
  }

  async begin(): Promise<void> {
    await this.process.start();
    const lists = { allowed: { set: ['*'] }, creators: { set: [] }, ownersDestroy: false };
    await this.insist(({ house }, actor) => house.categories.change({ actor, key: 'default', wish: lists }));
    this.categoryKeys.push('default');
    for (const name of categoryNames.slice(1)) {
      const made = await this.insist(({ house }, actor) =>
        house.categories.create({ actor, wish: { name, ...lists } }),
      );
      if (isRefusal(made)) throw new Error(made.text);
      this.categoryKeys.push(made.key);
    }
    for (const name of ['desk', 'rivals']) {
      await this.insist(({ house }, actor) => house.groups.create({ actor, name }));
    }
    for (const animal of animals) {
      const { category, privacy } = this.model.rooms[animal];
      const fields = { name: animal, address: animal, category: categoryNames[category] ?? '' };
      const managers = { managers: 'ann@localhost', privacy };
      const refused = await this.command('longroom:rooms:create', { ...fields, ...managers }, domain);
      if (refused !== undefined) throw new Error(refused.text);
    }
    await this.#listen([this.model], {});
  }

  insist<T>(doIt: (world: World, actor: Actor) => Promise<T>): Promise<T> {
    return this.process.insist(doIt);
  }

  /** An administrator's command, until it is done; why it is refused, if it is. */
  async command(node: string, fields: Readonly<Record<string, string>>, to: string): Promise<Refusal | undefined> {
    const answer = await this.process.insist((world) => dialogue(world, node, fields, to));
    this.trace(`  ${node}: ${isRefusal(answer) ? answer.text : serialize(answer.element)}`);
    return isRefusal(answer) ? answer : undefined;
  }

  /** An administrator's query, until it is answered. */
  administer(xml: string): Promise<Element> {
    return this.process.insist(async (world) => {
      world.inbox(`${root}/desk`).splice(0);
      world.send(`${root}/desk`, xml);
      for (let turns = 0; turns < 3; turns++) {
        await world.settle();
        const answer = world.inbox(`${root}/desk`).find(({ name }) => name === 'iq');
        if (answer !== undefined && errorOf(answer)?.type !== 'wait') return answer;
      }
      throw new Error('not answered');
    });
  }

  send(who: Person, xml: string): void {
    this.trace(`  ${who} -> ${xml}`);
    this.#sent.add(`${who} ${this.number}`);
    if (xml.includes("<x xmlns='http://jabber.org/protocol/muc'/>")) {
      for (const animal of animals) if (xml.includes(jidOf(animal))) this.beliefs.asks(who, animal);
    }
    this.world.send(sessionOf(who), xml);
  }

  trace(line: string): void {
    this.#trace(line);
  }

  breach(what: string): void {
    this.trace(`! ${what}`);
    this.breaches.push(what);
  }

  /** What was to happen has happened; now everybody looks at what they were sent. */
  async after(before: Model, own: Own = {}): Promise<void> {
    await this.process.settle();
    if (this.process.shaken) await this.process.recover();
    await this.#listen([before, this.model], own);
    this.#checkPlaces();
  }

  before(): Model {
    return copyOf(this.model);
  }

  async #listen(models: readonly Model[], own: Own): Promise<void> {
    this.heard = new Map();
    for (const person of persons) {
      const stanzas = [...this.world.inbox(sessionOf(person)).splice(0), ...this.world.inbox(person).splice(0)];
      this.heard.set(person, stanzas);
      for (const stanza of stanzas) this.#look(person, stanza, models, own);
    }
    this.#checkUnheard();
  }

  #look(person: Person, stanza: Element, models: readonly Model[], own: Own): void {
    this.trace(`  ${person} <- ${serialize(stanza)}`);
    const breach = breachIn(stanza, {
      models,
      to: person,
      inside: this.beliefs.rooms(person),
      beenIn: (animal) => this.beliefs.hasTried(person, animal),
      asked: (id) => this.#sent.has(`${person} ${id}`),
    });
    if (breach !== undefined) this.breach(breach);
    this.#noteId(stanza);
    const out = this.beliefs.hears(person, stanza);
    if (out === undefined || (own.left?.who === person && own.left.room === out)) return;
    if (models.every((model) => admits(model, person, out, 'certain'))) {
      this.breach(`${person} was put out of ${out}: ${serialize(stanza)}`);
    }
  }

  #noteId(stanza: Element): void {
    const id = child(stanza, 'stanza-id', 'urn:xmpp:sid:0')?.attrs['id'];
    const animal = animals.find((one) => stanza.attrs['from']?.startsWith(jidOf(one)));
    if (id !== undefined && animal !== undefined) this.seen.set(animal, id);
  }

  #checkUnheard(): void {
    for (const [person, stanzas] of this.heard) {
      for (const stanza of stanzas) {
        const written = serialize(stanza);
        const heard = this.unheard.find(({ token, by }) => by !== person && new RegExp(`${token}\\b`).test(written));
        if (heard !== undefined) this.breach(`${person} heard ${heard.by}, who is out of it: ${written}`);
      }
    }
  }

  #checkPlaces(): void {
    for (const person of persons) {
      for (const animal of animals) {
        if (this.beliefs.of(person, animal) !== 'in' || admits(this.model, person, animal, 'most')) continue;
        this.breach(`${person} is in ${animal} still`);
        this.beliefs.set(person, animal, 'out');
      }
    }
  }
}

/** The whole of a command: what is asked for is given, and what is confirmed is confirmed. */
async function dialogue(
  world: World,
  node: string,
  fields: Readonly<Record<string, string>>,
  to: string,
): Promise<Stage | Refusal> {
  let stage = await step(world, commandXml(node, { action: 'execute' }), to);
  for (let steps = 0; steps < 5 && !isRefusal(stage) && stage.status === 'executing'; steps++) {
    const given = Object.fromEntries(Object.entries(fields).filter(([name]) => stageHas(stage, name)));
    const action = (stage as Stage).actions.includes('next') ? 'next' : 'complete';
    stage = await step(world, commandXml(node, { action, sessionid: (stage as Stage).sessionid }, given), to);
    // It may be filled in another way; nobody does that here.
    const wrong = isRefusal(stage) ? undefined : stage.notes.find((note) => note.startsWith('error: '));
    if (wrong !== undefined) return refusal('not-acceptable', 'modify', wrong);
  }
  return stage;
}

function stageHas(stage: Stage | Refusal, name: string): boolean {
  return !isRefusal(stage) && Object.hasOwn(stage.fields, name);
}

let ids = 0;

async function step(world: World, xml: string, to: string): Promise<Stage | Refusal> {
  const id = `root-${++ids}`;
  const session = `${root}/desk`;
  world.send(session, `<iq to='${to}' type='set' id='${id}'>${xml}</iq>`);
  for (let turns = 0; turns < 3; turns++) {
    await world.settle();
    const answer = world.inbox(session).find(({ attrs }) => attrs['id'] === id);
    if (answer === undefined) continue;
    const error = errorOf(answer);
    if (error !== undefined) return refusal(error.condition as never, error.type as never, error.text);
    return stageOf(child(answer, 'command', 'http://jabber.org/protocol/commands') ?? answer);
  }
  throw new Error('not answered');
}

function logOf(trace: (line: string) => void): Log {
  const say = (fields: Readonly<Record<string, unknown>>, line: string): void =>
    trace(`  log: ${line} ${fields['error'] ?? fields['why'] ?? ''}`);
  return { debug: say, info: say, warn: say, error: say };
}
