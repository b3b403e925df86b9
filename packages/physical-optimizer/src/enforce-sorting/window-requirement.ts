import { requirementToOrdering, type LexRequirement } from '@datafusion-ts/physical-expr';
import { requiredInputOrdering, type ExecutionPlan, type OrderingRequirement } from '@datafusion-ts/physical-plan';
import { firstAlternative, meetsOrdering } from '../support/requirements.js';

/** What a window asks of its input when its own output is to have an order; undefined when they do not go together. */
export function windowRequirement(
  plan: ExecutionPlan,
  parent: OrderingRequirement,
): readonly (OrderingRequirement | undefined)[] | undefined {
  const own = requiredInputOrdering(plan)[0];
  const child = plan.children()[0]!;
  if (own === undefined) return undefined;
  const wanted = firstAlternative(parent);
  const needed = firstAlternative(own);
  const facts = child.properties.equivalence;
  if (facts.requirementsCompatible(needed, wanted)) return [own];
  if (!facts.requirementsCompatible(wanted, needed)) return undefined;
  // A stricter parent may be asking for columns the window makes.
  if (!meetsOrdering(plan, wanted)) return undefined;
  return [adjust(wanted, child)];
}

/** What the input must have beyond what it has: nothing when it is ordered so already. */
function adjust(wanted: LexRequirement, child: ExecutionPlan): OrderingRequirement | undefined {
  const ordering = requirementToOrdering(wanted);
  return child.properties.equivalence.orderingSatisfy(ordering) ? undefined : { alternatives: [ordering], soft: false };
}
