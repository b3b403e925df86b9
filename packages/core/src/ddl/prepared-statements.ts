/** PREPARE, EXECUTE, DEALLOCATE. */
import { displayType, ExecutionError, PlanError, sameType, type ScalarValue } from '@datafusion-ts/common';
import { castScalar } from '@datafusion-ts/compute';
import { parameterNames, withParamValues, type Expr, type LogicalPlan, type StatementNode } from '@datafusion-ts/expr';
import type { SessionState } from '../session/session-state.js';

type Node<K extends StatementNode['kind']> = Extract<StatementNode, { readonly kind: K }>;

export function prepare(state: SessionState, { name, fields, input }: Node<'Prepare'>): void {
  const parameters = parameterNames(input);
  if (fields.length > 0 && fields.length !== parameters.length) {
    throw new PlanError(`Prepare specifies ${fields.length} data types but query has ${parameters.length} parameters`);
  }
  if (state.preparedPlans.has(name)) throw new ExecutionError(`Prepared statement '${name}' already exists`);
  state.preparedPlans.set(name, { fields, plan: input });
}

/** The prepared plan with its parameters filled in. */
export function executePrepared(state: SessionState, { name, parameters }: Node<'Execute'>): LogicalPlan {
  const prepared = state.preparedPlans.get(name);
  if (prepared === undefined) throw new ExecutionError(`Prepared statement '${name}' does not exist`);
  const expected = parameterNames(prepared.plan).length;
  if (parameters.length !== expected) {
    throw new ExecutionError(
      `Prepared statement '${name}' expects ${expected} parameters, but ${parameters.length} provided`,
    );
  }
  const values = parameters.map((expr) => parameterValue(state, expr));
  const typed =
    prepared.fields.length === 0
      ? values
      : values.map((value, i) => coerceParameter(value, prepared.fields[i]?.dataType));
  return withParamValues(prepared.plan, { kind: 'List', values: typed });
}

export function deallocate(state: SessionState, name: string): void {
  if (!state.preparedPlans.delete(name)) throw new ExecutionError(`Prepared statement '${name}' does not exist`);
}

function parameterValue(state: SessionState, expr: Expr): ScalarValue {
  const simple = state.simplify(expr);
  if (simple.kind !== 'Literal') throw new PlanError(`Unsupported parameter type: ${simple.kind}`);
  return simple.value;
}

function coerceParameter(value: ScalarValue, type: ScalarValue['dataType'] | undefined): ScalarValue {
  if (type === undefined || sameType(type, value.dataType)) return value;
  const converted = castScalar(value, type, { safe: false });
  if (!sameType(converted.dataType, type))
    throw new PlanError(`Cannot cast ${displayType(value.dataType)} to ${displayType(type)}`);
  return converted;
}
