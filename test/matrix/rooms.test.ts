/** Who may what in which kind of room: every cell of every table, on the service as it runs. */
import { testEach } from './cells.ts';
import * as deeds from './deeds.ts';
import * as disabled from './tables/disabled.ts';
import * as entering from './tables/entering.ts';
import * as finding from './tables/finding.ts';
import * as managing from './tables/managing.ts';
import * as suffering from './tables/suffering.ts';
import * as writing from './tables/writing.ts';

const { outside, within, suffering: done } = deeds;

testEach(finding.finding, deeds.finding);

testEach(entering.seeing, { see: outside['see what it is'] });
testEach(entering.occupants, { see: outside['see who is in it'] });
testEach(entering.lists, { see: outside['see the members'] });
testEach(entering.entering, { enter: outside.enter });
testEach(entering.reading, { read: outside['read without entering'] });
testEach(entering.hearing, { hear: within['hear what is said'] });
testEach(entering.registering, { register: outside.register });

testEach(writing.posting, { post: within.post });
testEach(writing.whispering, { whisper: within.whisper });
testEach(writing.subject, { change: within['set the subject'] });
testEach(writing.inviting, { invite: within.invite });
testEach(writing.invitingStrangers, { invite: within['invite a stranger'] });
testEach(writing.kicking, { kick: within.kick });

testEach(suffering.invited, { invited: done['be invited'] });
testEach(suffering.added, { member: done['be made a member'], owner: done['be made an owner'] });
testEach(suffering.banning, { banned: done['be banned'] });

testEach(managing.configuring, deeds.configuration);
testEach(managing.listing, deeds.members);
testEach(managing.appointing, deeds.managers);
testEach(managing.demoting, { demote: deeds.demoting });
testEach(managing.seeingBans, { see: deeds.bans });
testEach(managing.destroying, { destroy: deeds.destroying });
testEach(
  managing.destroyingByAdministrators,
  { destroy: deeds.destroying },
  {
    where: 'whose category keeps rooms',
    setting: { category: { ownersDestroy: false } },
  },
);

const whereDisabled = { where: 'disabled', setting: { disabled: true } } as const;

testEach(disabled.finding, deeds.finding, whereDisabled);
testEach(
  disabled.taking,
  { enter: outside.enter, read: outside['read without entering'], register: outside.register, post: within.post },
  whereDisabled,
);
testEach(disabled.managing, deeds.configuration, whereDisabled);
