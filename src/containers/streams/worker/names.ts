/** How the name ends under which a worker holds the one message that may have killed another consumer. */
export const SUSPECT_SUFFIX = ':suspect';

/** The consumer under whose name messages wait that were given back: they are suspected of nothing. */
export const RETURNED = 'redstart:returned';

/** What was given back is due when it counts as idle for so many milliseconds: one that has to wait begins at less. */
export const DUE = 86_400_000;

/** For how long what is given back counts as idle, when it is due in so many milliseconds. */
export const idleFor = (delay: number): number => Math.max(0, DUE - Math.ceil(delay));
