/** The house around the rooms: its parts, put together. What commands may do with each is in `commands/house.ts`. */
import type { OutsideGroupMap } from '../../category/group-members.ts';
import type { ScopeEnvironment } from '../../category/room-category.ts';
import type { House as HouseOfCommands } from '../../commands/house.ts';
import { forever } from '../../kept-days.ts';
import type { HoldBook } from '../../room/holds.ts';
import type { Party } from '../../room/request.ts';
import { defaultCategory, type Person } from '../../room/state.ts';
import { Expiry } from '../content/expiry.ts';
import { ContentRemoval, type RemovalEnvironment } from '../content/removal.ts';
import { RoomContentDesk } from '../content/room-content.ts';
import { announceKind } from '../jobs/announce.ts';
import { clearKind } from '../jobs/clear.ts';
import type { JobKind } from '../jobs/job.ts';
import { moveKind } from '../jobs/move.ts';
import { removeMessagesKind } from '../jobs/remove-messages.ts';
import { retentionKind } from '../jobs/retention.ts';
import { type ReviewArgs, type ReviewTally, reviewKind } from '../jobs/review.ts';
import { RunningJobs } from '../jobs/running-jobs.ts';
import { isOperator } from '../operator.ts';
import { RoomSearches } from '../room-searches.ts';
import type { Rooms } from '../rooms.ts';
import type { ServiceRecord } from '../service-codec.ts';
import type { Announced, ServiceEvent } from '../service-events.ts';
import type { ServiceOptions } from '../service-options.ts';
import { VisibleRooms } from '../visible-rooms.ts';
import { HouseAddins } from './addins.ts';
import { Admins } from './admins.ts';
import { HouseAudit } from './audit.ts';
import { HouseCategories } from './categories.ts';
import { CategoryShelf } from './category-shelf.ts';
import { HouseDirectory } from './directory.ts';
import { countEffects } from './effects.ts';
import { openFirstCategory } from './first-category.ts';
import { Following } from './following.ts';
import { HouseGroups } from './groups.ts';
import { HouseHolds } from './holds.ts';
import { HousePolicies } from './policies.ts';
import { HouseRetention } from './retention.ts';
import { roomDesk } from './room-desk.ts';
import { HouseRooms } from './room-directory.ts';
import { isRoomCalled } from './room-names.ts';
import { RoomReviews } from './room-reviews.ts';
import { HouseSettings } from './settings.ts';
import { stamp } from './stamp.ts';

export interface HouseEnvironment {
  readonly options: ServiceOptions;
  readonly record: ServiceRecord;
  rooms(): Rooms;
  nextCommitId(): number;
}

export class House implements HouseOfCommands {
  readonly #env: HouseEnvironment;
  readonly administrators: Admins;
  readonly #shelf: CategoryShelf;
  readonly #reviews: RoomReviews;
  #itself: Person;
  readonly categories: HouseCategories;
  readonly groups: HouseGroups;
  readonly policies: HousePolicies;
  readonly addins: HouseAddins;
  readonly settings: HouseSettings;
  readonly jobs: RunningJobs;
  readonly audit: HouseAudit;
  readonly directory: HouseDirectory;
  readonly following: Following;
  readonly holds: HouseHolds;
  readonly retention: HouseRetention;
  readonly roomContent: RoomContentDesk;
  readonly roomDirectory: HouseRooms;
  /** One for all who search: it bounds how many do so at a time. */
  readonly searches: RoomSearches;
  readonly visibleRooms: VisibleRooms;

  constructor(env: HouseEnvironment) {
    this.#env = env;
    const { record, options } = env;
    const { store, log, clock, domain, random, users, roomsCreatedBy } = options;
    this.#itself = { key: '', jid: domain };
    const isServiceAdmin = (person: Pick<Person, 'jid'>): boolean => this.isServiceAdmin(person);
    const changed = (): void => this.#everybodyMayHaveGone();
    const outside = options.outsideGroups ?? new Map();
    this.groups = new HouseGroups({ record, clock, outside, refresh: options.refreshGroups, changed });
    const groupsOf = (bare: string): readonly string[] => this.groups.groupsOf(bare);
    this.administrators = new Admins(options.admins, { record, clock, groupsOf });
    const federation = options.federation ?? 'off';
    const rules = { record, clock, users, roomsCreatedBy, federation, groupsOf, isServiceAdmin, changed };
    this.policies = new HousePolicies(rules);
    const scope: ScopeEnvironment = {
      groupsOf,
      membersOf: (name) => this.groups.membersOf(name),
      // Who types commands on the machine has no address, and so no place in any room.
      mayUse: (bare) => !isOperator(bare) && this.policies.isPermitted('use', bare),
      mayMakeRooms: (bare) => this.policies.isPermitted('create', bare),
      keptDays: options.keptDays,
    };
    this.#reviews = new RoomReviews({ store, rooms: env.rooms });
    const desk = roomDesk(store, env.rooms);
    const removal = new ContentRemoval(desk);
    const expiry = this.#makeExpiry(desk);
    this.jobs = new RunningJobs({ store, log, clock, random, kinds: this.#kinds(removal, expiry, desk) });
    const breathe = (): void => this.#reviews.breathe();
    const by = (): Person => this.#itself;
    const usualDays = options.keptDays ?? forever;
    this.retention = new HouseRetention({ store, clock, record, jobs: this.jobs, expiry, usualDays, by, breathe });
    this.roomContent = new RoomContentDesk({ removal, jobs: this.jobs, anyHold: () => this.holds.book.size > 0 });
    this.searches = new RoomSearches(store.rooms);
    this.roomDirectory = new HouseRooms({
      ...{ store, domain, random, groupsOf, searches: this.searches, jobs: this.jobs },
      shownTo: (bare) => this.visibleRooms.shownTo(bare),
      isReserved: (jid) => this.directory.isReserved(jid),
    });
    this.following = new Following({ clock, jobs: this.jobs, domain, by: () => this.#itself });
    this.#shelf = new CategoryShelf({
      ...{ ...scope, store, log },
      nextCommitId: () => env.nextCommitId(),
      applied: (event) => {
        if (event.kind === 'category-changed') this.following.changed();
      },
    });
    this.holds = new HouseHolds({ record, clock, store, domain, ...this.#shelf.names });
    this.addins = new HouseAddins({ record, clock });
    this.settings = new HouseSettings({ record, clock });
    this.categories = this.#makeCategories(scope);
    this.audit = new HouseAudit({ store, domain, ...this.#shelf.names });
    const addin = (name: string) => this.addins.find(name);
    const holds = (): HoldBook => this.holds.book;
    this.directory = new HouseDirectory({ shelf: this.#shelf, groupsOf, addin, holds, isServiceAdmin });
    const { directory, categories } = this;
    this.visibleRooms = new VisibleRooms({ store, directory, categories, isServiceAdmin, ask: desk.ask });
    record.applied = (event) => this.#applied(event);
  }

  #kinds(removal: ContentRemoval, expiry: Expiry, { ask }: RemovalEnvironment): Readonly<Record<string, JobKind>> {
    const { store, domain, log, clock } = this.#env.options;
    return {
      review: this.#reviewing(),
      clear: clearKind({ removal, domain }),
      'remove-messages': removeMessagesKind({ removal, domain }),
      move: moveKind({ domain, ask }),
      retention: retentionKind({
        ...{ store, log, now: clock.now, expiry, breathe: () => this.#reviews.breathe() },
        followed: (released) => this.retention.followed(released),
      }),
      announce: announceKind({ store, domain, ask, note: (said, by) => this.#noteAnnounced(said, by) }),
    };
  }

  #makeExpiry(desk: RemovalEnvironment): Expiry {
    const { now } = this.#env.options.clock;
    const keptDays = (category: string): number | undefined => this.directory.category(category).keptDays;
    return new Expiry({ ...desk, now, keptDays, from: () => this.#party, holds: () => this.holds.book });
  }

  #makeCategories(scope: ScopeEnvironment): HouseCategories {
    const { record, options } = this.#env;
    const { store, clock, random } = options;
    const reviews = this.#reviews;
    return new HouseCategories({
      ...{ ...scope, record, clock, random, shelf: this.#shelf },
      isServiceAdmin: (person) => this.isServiceAdmin(person),
      isRoomCalled: (name) => isRoomCalled(name, store),
      countRooms: async (key) => Math.max(await reviews.count(key), reviews.inMemory(key).length),
      holdOn: (key) => this.holds.book.onCategory(key)?.name,
      countEffects: (key, within) => countEffects({ clock, reviews, from: this.#party }, key, within),
      review: (key, actor) => this.#reviewCategory(key, actor),
    });
  }

  /** Reads what there is, and makes the first category. Nothing may be asked before. Rejects as the store does. */
  async begin(): Promise<void> {
    const { record, options } = this.#env;
    const { domain, users, clock } = options;
    const [keys] = await Promise.all([
      options.store.people.keys([domain]),
      this.#shelf.openAll(record.state.categories),
      this.jobs.load(),
    ]);
    this.#itself = { jid: domain, key: keys.get(domain) ?? '' };
    const name = options.defaultCategory ?? 'General';
    await openFirstCategory({ record, clock, shelf: this.#shelf, name, users, by: this.#itself });
    await this.#forgetRemoved();
  }

  /** Goes on with what was under way when the last process ended. */
  resume(): void {
    const { narrowed, reviewed } = this.#env.record.state;
    this.jobs.resume();
    this.retention.resume();
    if (narrowed > reviewed && !this.#isReviewed('', narrowed)) this.#reviewAll(this.#itself);
    for (const { record } of this.#shelf.all()) {
      const { key, narrowed, reviewed } = record.state;
      if (narrowed > reviewed && !this.#isReviewed(key, narrowed)) void this.#reviewCategory(key, this.#itself);
    }
  }

  /** One that began before the last change has passed rooms that have still to follow it. */
  #isReviewed(key: string, narrowed: number): boolean {
    return this.jobs.isRunning(`review:${key}`, (args) => (args as ReviewArgs).through >= narrowed);
  }

  get #party(): Party {
    return { session: this.#itself.jid, person: this.#itself };
  }

  isServiceAdmin(person: Pick<Person, 'jid'>): boolean {
    return this.administrators.has(person);
  }

  /** Bare JIDs and groups, in place of those the configuration had before. */
  setAdmins(principals: readonly string[]): void {
    this.administrators.configure(principals);
    this.following.changed();
  }

  /** All groups that come from outside from now on. */
  setOutsideGroups(groups: OutsideGroupMap): void {
    this.groups.setOutside(groups);
  }

  get largeRoomsAbove(): number {
    return this.settings.values().largeRoomsAbove ?? this.#env.options.largeRoomsAbove;
  }

  /** Messages that newcomers get in rooms made from now on; undefined for as many as is usual. */
  get historyInNewRooms(): number | undefined {
    return this.settings.values().defaultHistory;
  }

  /** Settles when nothing is written any more. */
  async stop(): Promise<void> {
    this.following.stop();
    this.retention.stop();
    await this.jobs.stop();
    await this.categories.settled();
  }

  #applied(event: ServiceEvent): void {
    if (event.kind === 'blocked' || event.kind === 'admins-changed') this.following.changed();
    this.groups.applied(event);
    this.holds.applied(event);
    this.retention.applied(event);
    this.policies.applied(event);
  }

  #everybodyMayHaveGone(): void {
    this.following.changed();
    this.#reviewAll(this.#itself);
  }

  #reviewAll(by: Person): void {
    void this.following.follow({ through: this.#env.record.state.narrowed, purge: false }, by);
  }

  async #reviewCategory(key: string, by: Person): Promise<string | undefined> {
    const state = this.#shelf.get(key)?.record.state;
    if (state === undefined) return undefined;
    // Nobody was told what a slip in the configuration would empty, and it may be mended at the next start.
    const purge = state.narrowedByHand > state.reviewed;
    return await this.following.follow({ category: key, through: state.narrowed, purge }, by, state.name);
  }

  #reviewing() {
    return reviewKind({
      reviews: this.#reviews,
      domain: this.#env.options.domain,
      reviewed: (args, tally, by) => this.#reviewed(args, tally, by),
    });
  }

  async #reviewed({ category, through }: ReviewArgs, tally: ReviewTally, by: Person): Promise<void> {
    const { record, options } = this.#env;
    if (category === undefined) {
      await record.change((state) =>
        through > state.reviewed ? { kind: 'rooms-reviewed', ...stamp(options, state, by), through } : undefined,
      );
      return;
    }
    await this.#shelf.get(category)?.record.change((state) => {
      if (through <= state.reviewed) return undefined;
      return { kind: 'category-reviewed', ...stamp(options, state, by), through, ...tally };
    });
  }

  #noteAnnounced(said: Pick<Announced, 'text' | 'category' | 'rooms' | 'job'>, by: Person) {
    const { record, options } = this.#env;
    return record.change((state) => ({ kind: 'announced', ...stamp(options, state, by), ...said }));
  }

  /** Those that were removed, and still stood in the record of the service when the process ended. */
  async #forgetRemoved(): Promise<void> {
    const { record, options } = this.#env;
    for (const key of record.state.categories) {
      if (key === defaultCategory || this.#shelf.get(key) !== undefined) continue;
      await record.change((state) => ({ kind: 'category-unlisted', ...stamp(options, state, this.#itself), key }));
    }
  }
}
