import { behind, ownRooms } from '../../bench/targets/servers.ts';
import { declareShortForm } from './short-form.ts';

declareShortForm([behind('ejabberd'), ownRooms('ejabberd', 'files')]);
