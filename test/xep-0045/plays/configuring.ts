/** XEP-0045 §10.2: subsequent room configuration. */
import { coven, crone1, type Edits, hag66, type Stage, wiccarocks } from '../stage.ts';
import { withActor } from './changes.ts';
import { lockedCoven, submit, withoutNotes, withValue } from './owner-forms.ts';
import type { Play } from './play.ts';

const admins = 'muc#roomconfig_roomadmins';
const owners = 'muc#roomconfig_roomowners';
const wicca = 'wiccarocks@shakespeare.lit';

/** As example 159 leaves the coven. */
async function darkCave(on: Stage): Promise<void> {
  await lockedCoven(on);
  await on.play(159);
  await on.forget();
}

async function seenByAll(on: Stage, example: number, edits: Edits): Promise<void> {
  await on.play(example, edits);
  await on.play(example, [...edits, [`to='${crone1}'`, `to='${hag66}'`], [` jid='${wiccarocks}'`, '']]);
}

/** The coven with a third witch, who is nobody in particular. */
async function threeWitches(on: Stage): Promise<void> {
  await on.coven();
  await on.enter(hag66, coven, 'thirdwitch');
  await on.forget();
}

/** Example 159 lets everybody change the subject, and the form printed after it does not say so. */
const asConfigured: Edits = [...withoutNotes(165), ...withValue(165, 'muc#roomconfig_changesubject', '0', '1')];

export const configuring: readonly Play[] = [
  {
    example: 163,
    title: 'an owner asks for the form of a room that is open',
    play: async (on) => {
      await darkCave(on);
      await on.play(163);
      await on.play(165, asConfigured);
    },
  },
  {
    example: 164,
    title: 'who is no owner does not see the form',
    play: async (on) => {
      await on.coven();
      await on.send(
        `<iq from='${wiccarocks}' id='configures' to='${coven}' type='get'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>`,
      );
      // What was sent is not sent back, which RFC 6120 §8.3.1 leaves open.
      await on.play(164, [["<query xmlns='http://jabber.org/protocol/muc#owner'/>", '']]);
    },
  },
  {
    example: 165,
    title: 'the form shows the settings as they are, with the full list of admins',
    play: async (on) => {
      await darkCave(on);
      await submit(on, { 'muc#roomconfig_maxusers': ['37'] });
      await on.forget();
      await on.play(163);
      await on.play(165, [...asConfigured, ...withValue(165, 'muc#roomconfig_maxusers', '10', '37')]);
    },
  },
  {
    example: 166,
    title: 'cancelling a later form leaves everything as it was',
    play: async (on) => {
      await darkCave(on);
      await on.play(166);
      await on.receive(`<iq from='${coven}' id='config2' to='${crone1}' type='result'/>`);
      await on.play(163);
      await on.play(165, asConfigured);
    },
  },
  {
    example: 167,
    title: 'an admin whom the form does not name any more stays as a member, and everybody sees it',
    play: async (on) => {
      await threeWitches(on);
      await submit(on, { [admins]: [] });
      await seenByAll(on, 167, withActor("role='participant'"));
    },
  },
  {
    example: 168,
    title: 'an admin whom the form adds is a moderator at once, and everybody sees it',
    play: async (on) => {
      await threeWitches(on);
      await submit(on, { [admins]: [] });
      await on.forget();
      await submit(on, { [admins]: [wicca] });
      await seenByAll(on, 168, withActor("role='moderator'"));
    },
  },
  {
    example: 169,
    title: 'an owner whom the form does not name any more is an admin, and everybody sees it',
    play: async (on) => {
      await threeWitches(on);
      await on.affiliate(crone1, coven, { [wicca]: 'owner' });
      await on.forget();
      await submit(on, { [owners]: ['crone1@shakespeare.lit'] });
      await seenByAll(on, 169, withActor("role='moderator'"));
    },
  },
  {
    example: 170,
    title: 'an owner whom the form adds is one at once, and everybody sees it',
    play: async (on) => {
      await threeWitches(on);
      await submit(on, { [owners]: ['crone1@shakespeare.lit', wicca] });
      await seenByAll(on, 170, withActor("role='moderator'"));
    },
  },
  {
    example: 171,
    title: 'everybody is told that what is said is published from now on',
    play: async (on) => {
      await threeWitches(on);
      await submit(on, { 'muc#roomconfig_enablelogging': ['1'] });
      await on.play(171);
      await on.play(171, [[`to='${crone1}'`, `to='${hag66}'`]]);
    },
  },
];
