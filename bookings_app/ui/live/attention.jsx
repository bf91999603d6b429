// Tells Python when a page should look again: what it shows was changed, time has passed, or somebody looks at it again.
import { useEffect, useRef } from "react";

export function Attention({ heard, turn = 0, focusOn, seconds = 60, onArrive, onDue, onLeave }) {
  const latest = useRef({});
  latest.current = { onArrive, onDue, onLeave };
  const before = useRef(heard);
  useEffect(() => {
    latest.current.onArrive?.(Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
    return () => latest.current.onLeave?.();
  }, []);
  useEffect(() => {
    if (before.current !== heard) latest.current.onDue?.();
    before.current = heard;
  }, [heard]);
  useEffect(() => {                                           // a little after each full minute, and at once when it is looked at again
    if (!seconds) return undefined;
    const look = () => { if (!document.hidden) latest.current.onDue?.(); };
    let timer;
    const wait = () => { timer = setTimeout(() => { look(); wait(); }, seconds * 1000 - (Date.now() % (seconds * 1000)) + 250); };
    wait();
    document.addEventListener("visibilitychange", look);
    return () => { clearTimeout(timer); document.removeEventListener("visibilitychange", look); };
  }, [seconds]);
  useEffect(() => {                                           // the button that had the focus is gone
    const lost = !document.activeElement || document.activeElement === document.body || document.activeElement.disabled;
    if (turn && lost) document.querySelector(focusOn)?.focus();
  }, [turn]);
  return null;
}
