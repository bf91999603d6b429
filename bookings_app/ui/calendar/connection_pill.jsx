// Says whether the page hears of changes, and since when it does not. The words come as props from Python.
import React, { useEffect, useState } from "react";

// A browser without a network knows before its websocket does.
function useNetwork() {
  const [online, setOnline] = useState(() => typeof navigator === "undefined" || navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    look();
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => { window.removeEventListener("online", look); window.removeEventListener("offline", look); };
  }, []);
  return online;
}

export function ConnectionPill({ connected: attached, live, lost, since, offline, offlineAfter }) {
  const [from, setFrom] = useState(null);
  const [late, setLate] = useState(false);
  const online = useNetwork();
  const connected = attached && online;
  useEffect(() => {
    setLate(false);
    setFrom(connected ? null : new Date());
    if (connected) return undefined;
    const timer = setTimeout(() => setLate(true), offlineAfter * 1000);
    return () => clearTimeout(timer);
  }, [connected, offlineAfter]);
  const clock = (length) => from?.toTimeString().slice(0, length) ?? "";
  return (
    <span role="status" className={connected ? "live" : "live live-off"}>
      {connected ? <><span className="live-dot" /><span className="live-word">{live}</span></>
        : late ? <span>{offline.replace("{time}", clock(5))}</span>
          : <><span>{lost}</span><span className="live-since">{since.replace("{time}", clock(8))}</span></>}
    </span>
  );
}
