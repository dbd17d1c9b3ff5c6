// Start of the window. Owns the order: preferences first, so that nothing is drawn in the wrong
// language, theme or size.
import { mount } from 'svelte';
import { say } from '$i18n';
import { preferences } from '$shared/state/preferences.svelte';
import './styles/index.css';
import App from './views/App.svelte';

// Absent where the fonts could not be made; the next name of --font-sans is used then.
import.meta.glob('./styles/faces/faces.css', { eager: true });

await preferences.load();
document.title = say('brand');
const target = document.getElementById('app');
if (target) mount(App, { target });
