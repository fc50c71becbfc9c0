// Parts of points in time, in UTC, for computed indexes: @Index() get year(): number { return year(this.at); }
import { type DateString, dateString } from './date.js';
import { type TimeString, timeString } from './time.js';

type Day = Date | DateString;
type Moment = Date | TimeString;

const part = (text: string, at: number): number => Number(text.split(/[-:]/)[at]);

/** The year in UTC, from 1 to 9999. */
export const year = (value: Day): number => part(dateString(value), 0);

/** The month in UTC, from 1 to 12. */
export const month = (value: Day): number => part(dateString(value), 1);

/** The day of the month in UTC, from 1 to 31. */
export const day = (value: Day): number => part(dateString(value), 2);

/** The day of the week in UTC, from 0 (Sunday) to 6, as `getUTCDay()` counts. */
export const weekday = (value: Day): number => new Date(dateString(value)).getUTCDay();

/** The hour in UTC, from 0 to 23. */
export const hour = (value: Moment): number => part(timeString(value), 0);

/** The minute in UTC, from 0 to 59. */
export const minute = (value: Moment): number => part(timeString(value), 1);
