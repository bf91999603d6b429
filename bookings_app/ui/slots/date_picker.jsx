// A month of days for one to be picked. Which days can be, what they are called and when today is come from Python.
import React from "react";
import { DayPicker } from "react-day-picker";

const toDate = (iso) => new Date(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, Number(iso.slice(8, 10) || 1));
const two = (number) => String(number).padStart(2, "0");
const toIso = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

export function DatePicker({ month, selected, today, marks, weekStartsOn, words, onPick, onMonth }) {
  if (!month) return null;
  const marked = (mark) => (date) => marks?.[toIso(date)] === mark;
  const label = (date, modifiers) => {
    const mark = marks?.[toIso(date)];
    const name = date.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
    return [name, words[mark] ?? words.closed, modifiers.today ? words.today : null].filter(Boolean).join(", ");
  };
  return (
    <DayPicker mode="single" required className="days" month={toDate(month)} startMonth={toDate(today)} today={toDate(today)}
      selected={selected ? toDate(selected) : undefined} weekStartsOn={weekStartsOn}
      disabled={(date) => !(toIso(date) in (marks ?? {}))}
      modifiers={{ free: marked("free"), few: marked("few"), full: marked("full") }}
      modifiersClassNames={{ free: "day-free", few: "day-few", full: "day-full" }}
      labels={{ labelDayButton: label, labelPrevious: () => words.earlier, labelNext: () => words.later }}
      onSelect={(_, date) => onPick?.(toIso(date))}
      onMonthChange={(date) => onMonth?.(toIso(date).slice(0, 7))} />
  );
}
