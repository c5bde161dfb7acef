/** What the commands for add-ins ask for. */
import { addinUrlCharactersMax, webAddress } from '../../category/web-address.ts';
import { type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { choice, type Option, text } from '../fields.ts';

export const addinCommands = 'longroom:addins';

export const newName = text({
  name: 'name',
  label: 'Name',
  description: 'At most 50 characters.',
  example: 'Price board',
  charactersMax: 50,
});

export const url = text({
  name: 'url',
  label: 'Web address',
  description: 'It begins with http:// or https://.',
  example: 'https://example.org/prices',
  charactersMax: addinUrlCharactersMax,
  form: webAddress(addinUrlCharactersMax),
});

export const addin = choice({ name: 'addin', label: 'Add-in', example: 'Price board', options: addinsToChoose });

async function addinsToChoose({ addins }: Asking): Promise<readonly Option[] | Refusal> {
  const all = addins.list();
  if (all.length === 0)
    return refusal('item-not-found', 'cancel', 'There are no add-ins yet. "addin create" makes one.');
  return all.map(({ name }) => ({ value: name, label: name }));
}
