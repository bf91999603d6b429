// Gives the focus back to what had it before a question was asked.
import { useEffect, useLayoutEffect, useRef } from "react";

export function FocusBack({ away }) {
  const had = useRef(null);
  useLayoutEffect(() => { if (away) had.current = document.activeElement; }, [away]);   // before the question takes it
  useEffect(() => {
    if (away || !had.current) return undefined;
    const back = had.current; had.current = null;
    let left = 20;
    const timer = setInterval(() => {                         // the question fades away with the focus in it
      const lost = !document.activeElement || document.activeElement === document.body;
      if (lost && back.isConnected) back.focus();
      if (lost || --left === 0) clearInterval(timer);
    }, 50);
    return () => clearInterval(timer);
  }, [away]);
  return null;
}
