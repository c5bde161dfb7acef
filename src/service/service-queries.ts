/** Queries to the service itself. */
import { NS } from '../wire/namespaces.ts';
import type { Element } from '../wire/xml.ts';
import { type Answered, answerFirst, featuresOf } from './query.ts';
import { card } from './service-queries/card.ts';
import { channelSearch } from './service-queries/channel-search.ts';
import { commands } from './service-queries/commands.ts';
import { discoOfService } from './service-queries/disco.ts';
import { ping } from './service-queries/ping.ts';
import type { ServiceQuery, ServiceQueryEnvironment, ServiceQuestion } from './service-queries/question.ts';
import { search } from './service-queries/search.ts';
import { spaces } from './service-queries/spaces.ts';
import { time } from './service-queries/time.ts';
import { uniqueName } from './service-queries/unique-name.ts';
import { version } from './service-queries/version.ts';

/** In the order in which what they announce is shown. */
const serviceQueries: readonly ServiceQuery[] = [
  discoOfService(() => serviceFeatures),
  { features: [NS.muc, NS.mucStableId, NS.rsm, NS.longroomCategories] },
  ping,
  version,
  uniqueName,
  { features: [NS.mucSelfPing, NS.occupantId, NS.activity] },
  commands,
  channelSearch,
  search,
  spaces,
  time,
  card,
];

const serviceFeatures = featuresOf(serviceQueries);

export function answerServiceQuery(payload: Element, to: ServiceQuestion, env: ServiceQueryEnvironment): Answered {
  return answerFirst(serviceQueries, payload, to, env);
}
