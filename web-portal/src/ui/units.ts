interface Node { id: string; parentId?: string }

/** A unit and all below it, each after its parent. */
export function unitAndBelow<Unit extends Node>(units: readonly Unit[], id: string): Unit[] {
  return units.filter((unit) => unit.id === id).flatMap((unit) => [unit, ...units.filter(({ parentId }) => parentId === id).flatMap((child) => unitAndBelow(units, child.id))]);
}
