// sdk_calls.mjs URL: whole calls of the JavaScript SDK; it says what worker.lua says.
import { createInterface } from "node:readline";
import { DrsClient, RetryDataReplicationCommand } from "@aws-sdk/client-drs";

const client = new DrsClient({
  region: "us-east-1",
  endpoint: process.argv[2],
  maxAttempts: 1,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
});

for await (const line of createInterface({ input: process.stdin })) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  for (let i = 0; i < Number(line); i++)
    await client.send(new RetryDataReplicationCommand({ sourceServerID: "s-0123456789abcdef0" }));
  const used = process.cpuUsage(cpu);
  console.log(`${((performance.now() - wall) / 1e3).toFixed(9)} ${((used.user + used.system) / 1e6).toFixed(9)}`);
}
