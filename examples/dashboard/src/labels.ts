// The names of figures for people, and a sentence about each; they stand in labels.json alone. Those
// that a document of tagpulse has are the words of the tool's other formats (a test compares them).
// A rate names what it is of.

import words from "./labels.json";

export type Label = keyof typeof words;

/** Within a sentence. */
export const label = (key: Label): string => words[key][0]!;
/** At the beginning of a line. */
export const heading = (key: Label): string => label(key).replace(/^./u, (letter) => letter.toUpperCase());
export const about = (key: Label): string => words[key][1]!;
