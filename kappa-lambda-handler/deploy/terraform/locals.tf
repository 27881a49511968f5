locals {
  api_port      = 7070
  worker_port   = 7071
  redis_port    = 6379
  listener_port = var.certificate_arn == null ? 80 : 443

  in_network   = var.workers_mode == "callback"
  shares_files = var.shared_files != null

  in_bucket = var.large_values == "bucket"
  blobs     = local.in_bucket ? "s3://${aws_s3_bucket.data.bucket}/blobs?region=${data.aws_region.here.name}" : "redis"
  keys      = length(var.key_arns) == 0 ? "none" : join(",", concat([for arn in var.key_arns : "kms:${arn}"], var.reads_clear ? ["clear"] : []))

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
