// What people are called at the panel's table: by number, never by name.
import type { PanelWho } from '$api';
import { say } from '$i18n';

/** 专家 3, 核查组 1. */
export const whoIs = ({ kind, number }: PanelWho): string => say(kind === 'visit' ? 'panel-who-visit' : 'panel-who-expert', { number });
