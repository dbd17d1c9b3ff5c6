// Pages of documents on the screen. Owns the public face of this folder.
export {};
