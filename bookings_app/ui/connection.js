// Whether the desk can be told anything. After a break it can once it has said how things are: what is still on the screen may be unknown to it, and what is pressed would be lost.
import { useContext } from "react";
import { EventLoopContext } from "$/utils/context";
import { useStateContext } from "$/utils/context-registry";

let lastHeard = null;                                     // what it had said when it was lost

export function useCutOff(root) {
  const errors = useContext(EventLoopContext)[1];
  const heard = useStateContext(root);                    // another one each time the desk says everything anew
  if (errors.length) lastHeard = heard;
  return errors.length > 0 || heard === lastHeard;
}
