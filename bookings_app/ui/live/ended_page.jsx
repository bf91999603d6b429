// A page whose session has ended, or may do other things by now, is empty: it is loaded as if it were opened.
import { useEffect } from "react";

export function EndedPage({ ended }) {
  useEffect(() => { if (ended) window.location.reload(); }, [ended]);
  return null;
}
