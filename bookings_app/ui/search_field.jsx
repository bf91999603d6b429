// A text field that asks a while after the last key, and follows the address.
import React, { useEffect, useRef, useState } from "react";
import { TextField } from "@radix-ui/themes";

export function SearchField({ fieldId, value, label, icon, wait, longest, onSearch }) {
  const [text, setText] = useState(value);
  const sent = useRef([value]).current;                   // what the server has answered last, and what it has been sent since
  const told = useRef(onSearch); told.current = onSearch;
  useEffect(() => {
    const answered = sent.indexOf(value);
    if (answered >= 0) { sent.splice(0, answered); return; }
    sent.splice(0, sent.length, value); setText(value);   // said by the address, not typed here
  }, [value]);
  useEffect(() => {
    const sought = text.trim();
    if (sought === sent.at(-1)) return undefined;
    const timer = setTimeout(() => { sent.push(sought); told.current?.(sought); }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextField.Root id={fieldId} type="search" size="2" aria-label={label} placeholder={label} autoComplete="off" maxLength={longest} value={text} onChange={(event) => setText(event.target.value)}>
      <TextField.Slot>{icon}</TextField.Slot>
    </TextField.Root>
  );
}
