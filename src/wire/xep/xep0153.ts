/**
 * XEP-0153: vCard-Based Avatars 1.1.1 (2024-06-10)
 * XEP-0486: MUC Avatars 0.1.0 (2024-03-10)
 */
import { NS } from '../namespaces.ts';
import { type Element, xml } from '../xml.ts';

/** Without a hash it says that there is no picture (§3.1). */
export function buildVcardUpdate(hash: string | undefined): Element {
  return xml('x', { xmlns: NS.vcardUpdate }, xml('photo', {}, hash));
}
