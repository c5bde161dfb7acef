/** What the commands for policies ask for. */
import type { PolicyRight } from '../../category/policy.ts';
import { oneOf } from '../fields.ts';

export const policyCommands = 'longroom:policies';

export const right = oneOf({
  name: 'right',
  label: 'Right',
  options: [
    { value: 'use', label: 'Use the service' },
    { value: 'create', label: 'Make rooms' },
  ],
});

export const rule = oneOf({
  name: 'rule',
  label: 'Rule',
  options: [
    { value: 'allow', label: 'Allow' },
    { value: 'deny', label: 'Deny' },
    { value: 'unset', label: 'No rule of its own' },
  ],
});

export function rightText(right: PolicyRight): string {
  return right === 'use' ? 'use the service' : 'make rooms';
}

/** What is given to the house: nothing stands for no rule. */
export function allowedBy(rule: 'allow' | 'deny' | 'unset'): { readonly allowed?: boolean } {
  return rule === 'unset' ? {} : { allowed: rule === 'allow' };
}
