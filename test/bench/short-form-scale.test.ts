import { longScenarios } from '../../bench/scenarios/index.ts';
import { longroomAlone } from '../../bench/targets/longroom.ts';
import { declareShortForm } from './short-form.ts';

declareShortForm([longroomAlone], longScenarios);
