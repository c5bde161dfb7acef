/**
 * How many messages a minute one person may send in this room: the service's own limit on everybody, made tighter by
 * the owner. It is counted where that is (`service/limits.ts`), before the room is asked; nothing of it is written.
 */
import { numberSetting } from '../setting.ts';

export const settings = {
  messagesPerMinute: numberSetting({
    field: 'longroom#roomconfig_messagesperminute',
    label: 'Messages one person may send in a minute (0: as many as the service lets through)',
    default: 0,
    range: { min: 0, max: 600 },
    source: 'DESIGN: limits protect the process; their owners may want less',
  }),
};
