// What other people's scripts define before ours run.

declare const Reveal: any;
declare const RevealNotes: any;
