// Whether the calendar of this page has been answered: what would turn or narrow it before that would be overruled by its address.
import { useSyncExternalStore } from "react";

// Kept by the window: pages and calendars are built apart from each other, and each has this script for itself.
const TOLD = "calendar-there";
const subscribe = (listener) => { window.addEventListener(TOLD, listener); return () => window.removeEventListener(TOLD, listener); };

export function sayThere(now) { window.calendarIsThere = now; window.dispatchEvent(new Event(TOLD)); }
export const useThere = () => useSyncExternalStore(subscribe, () => window.calendarIsThere === true, () => false);
