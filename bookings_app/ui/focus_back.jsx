// Gives the focus back to what had it before a question was asked.
import { useEffect, useLayoutEffect, useRef } from "react";

export function FocusBack({ away }) {
  const had = useRef(null);
  useLayoutEffect(() => { if (away) had.current = document.activeElement; }, [away]);   // before the question takes it
  useEffect(() => {
    if (away || !had.current) return undefined;
    const back = had.current; had.current = null;
    const timer = setTimeout(() => { if (back.isConnected && (!document.activeElement || document.activeElement === document.body)) back.focus(); }, 60);
    return () => clearTimeout(timer);
  }, [away]);
  return null;
}
