/** Who is in which group, by themselves and with their domain. */
import test from 'ava';
import { GroupMembers } from '../../src/category/group-members.ts';

const ann = 'ann@home.example';

test('somebody is in the groups of their own and in those of their domain, each once', (t) => {
  const groups = new GroupMembers();
  groups.put('desk', new Set([ann]));
  groups.put('house', new Set(['home.example']));
  groups.put('both', new Set([ann, 'home.example']));
  t.deepEqual([...groups.groupsOf(ann)].sort(), ['group:both', 'group:desk', 'group:house']);
  t.deepEqual([...groups.groupsOf('bob@home.example')].sort(), ['group:both', 'group:house']);
  t.deepEqual(groups.groupsOf('eve@elsewhere.example'), []);
});

test('what was asked before a change is not what is answered after it', (t) => {
  const groups = new GroupMembers();
  t.deepEqual(groups.groupsOf(ann), []);
  groups.put('desk', new Set([ann]));
  groups.put('house', new Set(['home.example']));
  t.deepEqual([...groups.groupsOf(ann)].sort(), ['group:desk', 'group:house']);
  groups.change('house', { added: [], removed: ['home.example'] });
  t.deepEqual(groups.groupsOf(ann), ['group:desk']);
  groups.put('other house', new Set(['home.example']));
  t.deepEqual([...groups.groupsOf(ann)].sort(), ['group:desk', 'group:other house']);
  groups.put('desk', undefined);
  t.deepEqual(groups.groupsOf(ann), ['group:other house']);
  groups.change('other house', { added: [ann], removed: ['home.example'] });
  t.deepEqual(groups.groupsOf(ann), ['group:other house']);
});
