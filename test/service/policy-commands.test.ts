/** Commands for policies: as forms, and in chat. */
import test from 'ava';
import { isPermitted, type PolicyRight } from '../../src/category/policy.ts';
import { decidingRule } from '../../src/commands/policies/why.ts';
import { surfaces } from './surfaces.ts';

test('a rule is set, shown and taken away, and it is said what it takes away', async (t) => {
  const { stage, says, confirms, house } = surfaces();
  const entered = ['bob@localhost/a', 'bob@localhost/b', 'carl@localhost/c'];
  await house.store.commit({
    ...{ stream: 'room:x', first: 1, id: 1, entered },
    events: [{ kind: 'entered', version: 1, at: 1, payload: '{}' }],
  });
  t.regex(await says('policy set bob@localhost use deny'), /^1 person who is in rooms now has to leave\. Shall/);
  t.regex(
    await says('policy default use deny'),
    /2 people who are in rooms now have to leave\. Shall it be changed for everyone\?/,
  );
  t.regex(
    await says('policy set * create allow'),
    /From now on, everyone may make rooms, unless a closer rule says otherwise\./,
  );
  t.regex(await confirms('policy set bob@localhost use deny'), /bob@localhost may not use the service/);
  t.regex(await says('policy show'), /bob@localhost · use the service · deny/);
  t.regex(
    await says('policy check bob@localhost'),
    /May use the service: no: there is a rule for bob@localhost, to deny it/,
  );
  t.regex(await says('policy check carl@localhost'), /May use the service: yes: no rule is set for this/);
  const question = await stage('longroom:policies:set', { who: 'bob@localhost', right: 'use', rule: 'unset' });
  t.regex(
    question.lines[0] ?? '',
    /^Nobody who is in a room now has to leave\. Shall the rule for bob@localhost be taken away/,
  );
  await stage('longroom:policies:set', {}, { sessionid: question.sessionid });
  t.is(house.policies.rules().length, 1);
});

test('who comes from other domains is set in a form that shows what holds', async (t) => {
  const { stage, says, confirms, house } = surfaces();
  const node = 'longroom:policies:federation';
  const asked = await stage(node);
  t.is(asked.fields['which'], 'off');
  const wrong = await stage(node, { which: 'domains' }, { sessionid: asked.sessionid });
  t.regex(wrong.notes[0] ?? '', /Name the domains, in the field "Domains"/);
  await stage(node, { which: 'domains', domains: ['partner.example'] }, { sessionid: asked.sessionid });
  t.deepEqual(house.policies.federation().value, ['partner.example']);
  const entered = ['eve@partner.example/a', 'bob@localhost/b'];
  await house.store.commit({
    ...{ stream: 'room:x', first: 1, id: 1, entered },
    events: [{ kind: 'entered', version: 1, at: 1, payload: '{}' }],
  });
  t.regex(await says('policy federation off'), /^1 person of other domains has to leave their rooms/);
  t.is(await confirms('policy federation off'), 'Beside our own, the service is for nobody of other domains.');
  t.is(await says('policy federation all'), 'Beside our own, the service is for people of all domains.');
});

test('the rule that is named as the reason is the one that decides', (t) => {
  const right: PolicyRight = 'use';
  const principals = ['a@b', 'group:x', 'group:y', 'b', '*'];
  for (let mask = 0; mask < 3 ** principals.length; mask += 1) {
    const said = principals.flatMap((principal, at) => {
      const value = Math.floor(mask / 3 ** at) % 3;
      return value === 2 ? [] : [{ right, principal, allowed: value === 1 }];
    });
    const rules = new Map(said.map(({ principal, allowed }) => [principal, allowed]));
    const groups = ['group:x', 'group:y'];
    const deciding = decidingRule(said, { right, bare: 'a@b', groups });
    for (const fallback of [true, false]) {
      const permitted = isPermitted(rules, 'a@b', { groupsOf: () => groups, otherwise: () => fallback });
      t.is(deciding?.allowed ?? fallback, permitted, JSON.stringify(said));
    }
  }
});
