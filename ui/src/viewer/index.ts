// Pages of documents on the screen. Owns the public face of this folder.
export { default as CitationCrop } from './CitationCrop.svelte';
export { ViewerController, type PageSelection, type ViewerListener, type ViewerPlace } from './controller.svelte';
export type { Box, Quarters } from './geometry';
export type { Fit } from './layout';
export type { CiteOffer, CiteRequest } from './cite';
export { default as Viewer } from './Viewer.svelte';
export { default as ViewerTools } from './ViewerTools.svelte';
