import { describe, expect, it } from 'vitest';
import { InvocationHistory } from '../../../src/core/invocation/invocationHistory.ts';
import { testReport } from '../../support/testReport.ts';

function historyOf(capacity: number, ...functionIds: readonly string[]): InvocationHistory {
  const history = new InvocationHistory(capacity);
  functionIds.forEach((functionId, index) => history.add(testReport({ functionId, requestId: `r${index + 1}` })));
  return history;
}

const ids = (reports: readonly { readonly requestId: string }[]): string[] => reports.map(({ requestId }) => requestId);

describe('The history of calls', () => {
  it('has the newest first, and forgets the oldest when it is full', () => {
    expect(ids(historyOf(3, 'a', 'a').all())).toEqual(['r2', 'r1']);
    expect(ids(historyOf(3, 'a', 'a', 'a', 'a', 'a').all())).toEqual(['r5', 'r4', 'r3']);
  });

  it('keeps a thousand calls unless told otherwise', () => {
    const history = new InvocationHistory();
    for (let call = 0; call < 2500; call++) history.add(testReport({ requestId: `r${call}` }));
    expect(history.all()).toHaveLength(1000);
    expect(history.added).toBe(2500);
    expect(history.all()[0]?.requestId).toBe('r2499');
  });

  it('tells the calls of one function', () => {
    expect(ids(historyOf(9, 'a', 'b', 'a').of('a'))).toEqual(['r3', 'r1']);
  });

  it('tells what is new since a mark, as far as it is still kept', () => {
    const history = historyOf(3, 'a', 'a');
    const mark = history.added;
    expect(history.since(mark)).toEqual([]);
    history.add(testReport({ requestId: 'new' }));
    expect(ids(history.since(mark))).toEqual(['new']);
    for (let call = 0; call < 10; call++) history.add(testReport({ requestId: `later${call}` }));
    expect(ids(history.since(mark))).toEqual(['later9', 'later8', 'later7']);
  });

  it('forgets one function or everything, and goes on counting', () => {
    const history = historyOf(4, 'a', 'b', 'a', 'b', 'a');
    history.clear('a');
    expect(ids(history.all())).toEqual(['r4', 'r2']);
    expect(history.since(4)).toEqual([]);
    history.clear();
    expect(history.all()).toEqual([]);
    history.add(testReport({ requestId: 'after' }));
    expect(ids(history.since(5))).toEqual(['after']);
  });
});
