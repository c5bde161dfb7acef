import test from 'ava';
import fc from 'fast-check';
import { isRefusal } from '../../src/wire/error.ts';
import {
  booleanField,
  choicesField,
  type Form,
  formIn,
  integerField,
  jidsField,
  linesField,
  listField,
  parseForm,
  textField,
} from '../../src/wire/form.ts';
import { buildForm, type FormField } from '../../src/wire/form-build.ts';
import { type Element, serialize, xml } from '../../src/wire/xml.ts';
import { stanzaFrom } from './xep/stanza-from.ts';

function formOf(fields: Readonly<Record<string, readonly string[]>>): Form {
  return { type: 'submit', fields: new Map(Object.entries(fields)) };
}

function x(type: string | undefined, ...fields: Element[]): Element {
  return xml('x', { xmlns: 'jabber:x:data', type }, ...fields);
}

function field(attrs: Record<string, string>, ...values: string[]): Element {
  return xml('field', attrs, ...values.map((value) => xml('value', {}, value)));
}

test('a boolean is said by 1, true, 0 or false, and by nothing else', (t) => {
  const read = (...values: string[]): unknown => booleanField(formOf({ open: values }), 'open');
  t.is(read('1'), true);
  t.is(read('true'), true);
  t.is(read('0'), false);
  t.is(read(' false '), false);
  for (const absurd of [' ', 'yes', 'TRUE', '2', '-0', '١']) t.true(isRefusal(read(absurd)), absurd);
  t.true(isRefusal(read('1', '1')));
  t.is(read(), undefined);
  t.is(booleanField(formOf({}), 'open'), undefined);
});

test('a number is whole and within its bounds, which the refusal names', (t) => {
  const read = (...values: string[]): unknown => integerField(formOf({ seats: values }), 'seats', { min: 0, max: 75 });
  t.is(read('0'), 0);
  t.is(read(' +75 '), 75);
  t.true(Object.is(read('-0'), 0));
  for (const absurd of [' ', '76', '-1', '1.5', '1e1', '0x10', 'Infinity', 'ten', '9'.repeat(500)]) {
    t.true(isRefusal(read(absurd)), absurd);
  }
  t.true(isRefusal(read('1', '2')));
  const refused = read('76');
  t.true(isRefusal(refused) && refused.text.includes('"seats"') && refused.text.includes('from 0 to 75'));
  t.is(read(), undefined);
});

test('a line of text is one line and not too long, counted in characters', (t) => {
  const read = (...values: string[]): unknown => textField(formOf({ name: values }), 'name', { charactersMax: 3 });
  t.is(read('abc'), 'abc');
  t.is(read('🐢🐢🐢'), '🐢🐢🐢');
  t.is(read(), '');
  for (const absurd of ['abcd', 'a\nb', 'a\rb']) t.true(isRefusal(read(absurd)), absurd);
  t.true(isRefusal(read('a', 'b')));
  t.is(textField(formOf({}), 'name', { charactersMax: 3 }), undefined);
});

test('lines of text are one text', (t) => {
  t.is(linesField(formOf({ about: ['a', '', 'b'] }), 'about', { charactersMax: 4 }), 'a\n\nb');
  t.true(isRefusal(linesField(formOf({ about: ['ab', 'cd'] }), 'about', { charactersMax: 4 })));
  t.is(linesField(formOf({}), 'about', { charactersMax: 4 }), undefined);
});

test('a choice is one of those offered', (t) => {
  const offered = ['anyone', 'moderators'] as const;
  t.is(listField(formOf({ whois: ['anyone'] }), 'whois', offered), 'anyone');
  for (const absurd of [[' '], ['Anyone'], ['constructor'], ['anyone', 'moderators']]) {
    t.true(isRefusal(listField(formOf({ whois: absurd }), 'whois', offered)));
  }
  t.is(listField(formOf({ whois: [] }), 'whois', offered), undefined);
});

test('an empty value says as little as none at all (XEP-0004 §3.6)', (t) => {
  const form = formOf({ field: [''] });
  t.is(booleanField(form, 'field'), undefined);
  t.is(integerField(form, 'field', { min: 0, max: 9 }), undefined);
  t.is(listField(form, 'field', ['a']), undefined);
  t.deepEqual(jidsField(form, 'field', { jidsMax: 9 }), []);
});

test('several choices count once each, in the order in which they were offered', (t) => {
  const offered = ['moderator', 'participant', 'visitor'] as const;
  t.deepEqual(choicesField(formOf({ to: ['visitor', 'moderator', 'visitor'] }), 'to', offered), [
    'moderator',
    'visitor',
  ]);
  t.deepEqual(choicesField(formOf({ to: [] }), 'to', offered), []);
  t.true(isRefusal(choicesField(formOf({ to: ['visitor', 'none'] }), 'to', offered)));
  t.is(choicesField(formOf({}), 'to', offered), undefined);
});

test('addresses in a form are prepared, and repetitions and empty lines passed over', (t) => {
  const form = formOf({ owners: ['Crone1@Shakespeare.lit', '', ' crone1@shakespeare.lit ', 'hecate@shakespeare.lit'] });
  const jids = jidsField(form, 'owners', { jidsMax: 2 });
  if (jids === undefined || isRefusal(jids)) return t.fail();
  t.deepEqual(
    jids.map(({ full }) => full),
    ['crone1@shakespeare.lit', 'hecate@shakespeare.lit'],
  );
  t.true(isRefusal(jidsField(form, 'owners', { jidsMax: 1 })));
  const refused = jidsField(formOf({ owners: ['a@b.example', '@'] }), 'owners', { jidsMax: 9 });
  t.true(isRefusal(refused) && refused.text.includes('owners'));
});

test('a form without a known type, a field without a name, or with 501 fields is refused', (t) => {
  t.true(isRefusal(parseForm(x(undefined))));
  t.true(isRefusal(parseForm(x('constructor'))));
  t.true(isRefusal(parseForm(x('submit', field({}, 'a')))));
  t.true(isRefusal(parseForm(x('submit', field({ var: '' }, 'a')))));
  const many = Array.from({ length: 501 }, (_, index) => field({ var: `f${index}` }));
  t.true(isRefusal(parseForm(x('submit', ...many))));
  t.false(isRefusal(parseForm(x('submit', ...many.slice(1)))));
});

test('text between the fields has no name and no meaning', (t) => {
  const form = parseForm(x('submit', field({ type: 'fixed' }, 'Set a password below.'), field({ var: 'a' }, '1')));
  t.deepEqual(isRefusal(form) ? form : [...form.fields], [['a', ['1']]]);
});

test('a form names its type once or not at all (XEP-0068 §3.3)', (t) => {
  t.true(isRefusal(parseForm(x('submit', field({ var: 'FORM_TYPE' }, 'a', 'b')))));
  t.true(isRefusal(parseForm(x('submit', field({ var: 'FORM_TYPE' })))));
  const unnamed = parseForm(x('submit'));
  t.false('formType' in unnamed);
});

test('names of fields that objects have anyway are just names', (t) => {
  const form = parseForm(x('submit', field({ var: '__proto__' }, '1'), field({ var: 'constructor' }, '0')));
  if (isRefusal(form)) return t.fail();
  t.is(booleanField(form, '__proto__'), true);
  t.is(booleanField(form, 'constructor'), false);
  t.is(booleanField(form, 'toString'), undefined);
});

test('a refusal shows a long name cut short', (t) => {
  const name = '🐢'.repeat(100_000);
  const refused = parseForm(x('submit', field({ var: name }), field({ var: name })));
  t.true(isRefusal(refused) && refused.text.length < 300 && refused.text.isWellFormed());
});

test('fields of another namespace are not of the form', (t) => {
  const stanza = stanzaFrom(
    "<message><x xmlns='jabber:x:data' type='submit'><field xmlns='urn:example' var='a'/><f:field xmlns:f='jabber:x:data' var='b'/></x></message>",
  );
  const form = formIn(stanza);
  t.deepEqual(form === undefined || isRefusal(form) ? form : [...form.fields], [['b', []]]);
});

test('a whole number is asked for with its bounds, for clients to check it before it is sent (XEP-0122 §3.2.3)', (t) => {
  const field = {
    kind: 'text-single',
    name: 'maxusers',
    label: 'How many',
    value: '5',
    validation: { min: 0, max: 9 },
  };
  const built = serialize(buildForm({ type: 'form', formType: 'urn:example', fields: [field as FormField] }));
  t.regex(built, /<validate xmlns="[^"]+xdata-validate" datatype="xs:integer"><range min="0" max="9"\/><\/validate>/);
});

test('whatever is written into a form is read out of it again', (t) => {
  const character = fc.constantFrom('a', 'é', '🐢', '<', '&', '"', "'", ']]>', ' ');
  const written = fc.string({ unit: character, maxLength: 12 });
  const content = fc.dictionary(fc.string({ unit: character, minLength: 1, maxLength: 8 }), fc.array(written));
  fc.assert(
    fc.property(content, (values) => {
      const fields = Object.entries(values).map(
        ([name, list]) => ({ kind: 'list-multi', name, values: list }) as const,
      );
      const built = buildForm({
        type: 'submit',
        formType: 'urn:example',
        fields: fields.map((each) => ({ ...each, options: [] })),
      });
      const form = formIn(stanzaFrom(`<message>${serialize(built)}</message>`));
      if (form === undefined || isRefusal(form)) return t.fail();
      t.is(form.formType, 'urn:example');
      t.deepEqual(
        [...form.fields],
        fields.map(({ name, values: list }) => [name, list]),
      );
    }),
  );
  t.pass();
});

test('lines of text come back as the lines they were', (t) => {
  const built = buildForm({
    type: 'submit',
    fields: [{ kind: 'text-multi', name: 'about', values: ['one\r\ntwo', 'three\n'] }],
  });
  const form = parseForm(built);
  t.deepEqual(isRefusal(form) ? form : form.fields.get('about'), ['one', 'two', 'three', '']);
});
