locals {
  api_port      = 7070
  redis_port    = 6379
  listener_port = var.certificate_arn == null ? 80 : 443

  redis_commands = [
    "exists",
    "get",
    "hdel",
    "hget",
    "hgetall",
    "hmget",
    "hset",
    "hsetnx",
    "persist",
    "pexpire",
    "pexpireat",
    "pttl",
    "sadd",
    "set",
    "smembers",
    "srem",
    "time",
    "unlink",
    "zadd",
    "zrangebyscore",
    "zrem",
    "zrevrangebyscore",
    "eval",
    "evalsha",
    "hscan",
    "info",
  ]
}
