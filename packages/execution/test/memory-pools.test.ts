import {
  FairSpillPool,
  GreedyMemoryPool,
  humanReadableSize,
  MemoryConsumer,
  RuntimeEnvBuilder,
  TrackConsumersPool,
  UnboundedMemoryPool,
} from '@datafusion-ts/execution';

describe('sizes', () => {
  it('print with one decimal, the larger unit from twice its size on', () => {
    expect([0, 2000, 2047, 2048, 131072, 1536000, 10 * 1024 ** 2].map(humanReadableSize)).toEqual([
      '0.0 B',
      '2000.0 B',
      '2047.0 B',
      '2.0 KB',
      '128.0 KB',
      '1500.0 KB',
      '10.0 MB',
    ]);
  });
});

describe('pools', () => {
  it('describe themselves', () => {
    expect(String(new UnboundedMemoryPool())).toBe('unbounded(used: 0.0 B)');
    const greedy = new GreedyMemoryPool(10 * 1024 ** 2);
    new MemoryConsumer('c').register(greedy).grow(10 * 1024 ** 2);
    expect(String(greedy)).toBe('greedy(used: 10.0 MB, pool_size: 10.0 MB)');
    expect(String(new FairSpillPool(100))).toBe('fair(pool_size: 100.0 B)');
    expect(String(new TrackConsumersPool(new GreedyMemoryPool(10), 3))).toBe(
      'track_consumers(inner_pool: greedy(used: 0.0 B, pool_size: 10.0 B), num_of_top_consumers: 3)',
    );
  });

  it('refuse with the size that is left', () => {
    const pool = new GreedyMemoryPool(100);
    const reservation = new MemoryConsumer('Sorter').register(pool);
    reservation.tryGrow(60);
    expect(() => reservation.tryGrow(50)).toThrow(
      'Failed to allocate additional 50.0 B for Sorter with 60.0 B already allocated for this reservation - 40.0 B remain available for the total memory pool: greedy(used: 60.0 B, pool_size: 100.0 B)',
    );
    reservation.release();
    expect(pool.reserved()).toBe(0);
  });

  it('share fairly among those that spill, step by step', () => {
    const pool = new FairSpillPool(100);
    const r1 = new MemoryConsumer('unspillable').register(pool);
    r1.grow(2000);
    const r2 = new MemoryConsumer('s2', true).register(pool);
    r2.grow(2000);
    expect(pool.reserved()).toBe(4000);
    expect(() => r2.tryGrow(1)).toThrow(/2000\.0 B already allocated .* 0\.0 B remain .* fair\(pool_size: 100\.0 B\)/);
    r1.shrink(1990);
    r2.shrink(2000);
    r1.tryGrow(10);
    r2.tryGrow(80);
    r2.shrink(70);
    const r3 = new MemoryConsumer('s3', true).register(pool);
    expect(() => r3.tryGrow(70)).toThrow('40.0 B remain');
    r2.free();
    expect(() => r3.tryGrow(70)).toThrow('40.0 B remain');
    r2.release();
    r3.tryGrow(80);
    r1.free();
    const r4 = new MemoryConsumer('u4').register(pool);
    expect(() => r4.tryGrow(30)).toThrow('20.0 B remain');
  });

  it('name the largest consumers in order, with their peaks', () => {
    const pool = new TrackConsumersPool(new GreedyMemoryPool(100), 2);
    const [a, b, c] = ['a', 'b', 'c'].map((name, i) => new MemoryConsumer(name, i === 1).register(pool)) as [
      ReturnType<MemoryConsumer['register']>,
      ReturnType<MemoryConsumer['register']>,
      ReturnType<MemoryConsumer['register']>,
    ];
    a.tryGrow(20);
    b.tryGrow(30);
    b.shrink(5);
    c.tryGrow(1);
    let text = '';
    try {
      a.tryGrow(80);
    } catch (error) {
      text = (error as Error).message;
    }
    expect(text).toBe(
      `Additional allocation failed for a with top memory consumers (across reservations) as:\n` +
        `  b#${b.consumer.id}(can spill: true) consumed 25.0 B, peak 30.0 B,\n` +
        `  a#${a.consumer.id}(can spill: false) consumed 20.0 B, peak 20.0 B.\n` +
        `Error: Failed to allocate additional 80.0 B for a with 20.0 B already allocated for this reservation - 54.0 B remain available for the total memory pool: greedy(used: 46.0 B, pool_size: 100.0 B)`,
    );
  });
});

describe('reservations', () => {
  it('keep the consumer registered until the last part is gone', () => {
    const pool = new FairSpillPool(100);
    const whole = new MemoryConsumer('s', true).register(pool);
    whole.tryGrow(50);
    const part = whole.split(20);
    expect([whole.size, part.size, pool.reserved()]).toEqual([30, 20, 50]);
    whole.release();
    const other = new MemoryConsumer('t', true).register(pool);
    expect(() => other.tryGrow(51)).toThrow('50.0 B remain');
    part.release();
    other.tryGrow(100);
  });

  it('refuse to give back more than they hold', () => {
    const reservation = new MemoryConsumer('s').register(new UnboundedMemoryPool());
    reservation.grow(3);
    expect(() => reservation.shrink(4)).toThrow('Cannot free the capacity 4 out of allocated size 3');
    expect(reservation.free()).toBe(3);
  });

  it('get half of a limit from a fraction of one half', () => {
    const env = new RuntimeEnvBuilder().withMemoryLimit(100, 0.5).build();
    expect(String(env.memoryPool)).toBe(
      'track_consumers(inner_pool: greedy(used: 0.0 B, pool_size: 50.0 B), num_of_top_consumers: 5)',
    );
  });
});
