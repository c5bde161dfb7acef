/**
 * What a trait says about one of its settings. From these rows come the owner's form, its validation,
 * disco#info, the roominfo form, the status codes of a change, and the documentation.
 */

export interface SettingRow<T extends boolean | string | number> {
  /** The field's name in the owner's form, and other names under which clients send it. */
  readonly field: string;
  readonly aliases?: readonly string[];
  readonly type: 'boolean' | 'text-single' | 'text-private' | 'list-single';
  readonly label: string;
  readonly default: T;
  /** `list-single`: value and label of each choice. */
  readonly options?: readonly (readonly [value: string, label: string])[];
  /** Whole numbers only, within these bounds. */
  readonly range?: { readonly min: number; readonly max: number };
  readonly charactersMax?: number;
  /** Features in disco#info, told by the value. */
  readonly feature?: (value: T) => string | undefined;
  /** Status codes of a change to this value, beside or instead of 104 (XEP-0045 §10.2.1). */
  readonly status?: (value: T) => number;
  /** A field of the roominfo form (XEP-0045 §6.4). */
  readonly info?: {
    readonly field: string;
    /** Other names under which it is told as well. */
    readonly aliases?: readonly string[];
    readonly label: string;
    /** Left out while it says nothing. */
    readonly onlyIfSet?: true;
  };
  /** Never shown: not in disco, not in a form but the owner's. */
  readonly confidential?: boolean;
  /** Where it comes from. */
  readonly source: string;
}

/** The rows fix the type of a setting's value; literal defaults would make it too narrow. */
export function booleanSetting(row: Omit<SettingRow<boolean>, 'type'>): SettingRow<boolean> {
  return { ...row, type: 'boolean' };
}

export function textSetting(row: Omit<SettingRow<string>, 'type'> & { readonly secret?: true }): SettingRow<string> {
  const { secret, ...rest } = row;
  return secret ? { ...rest, type: 'text-private', confidential: true } : { ...rest, type: 'text-single' };
}

export function numberSetting(row: Omit<SettingRow<number>, 'type'>): SettingRow<number> {
  return { ...row, type: row.options ? 'list-single' : 'text-single' };
}

export function choiceSetting<T extends string>(
  row: Omit<SettingRow<T>, 'type' | 'options'> & { readonly options: readonly (readonly [T, string])[] },
): SettingRow<T> {
  return { ...row, type: 'list-single' };
}
