variable "name" {
  description = "Name of the deployment; all that is made begins with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9]){1,23}$", var.name)) && length(var.name) <= 24 && !startswith(var.name, "internal-")
    error_message = "name: 2 to 24 small letters, digits and single hyphens, a letter first, no hyphen at the end; not internal-…, which load balancers may not be called."
  }
}

variable "vpc_id" {
  description = "The network that all is in."
  type        = string

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id: the id of a VPC, such as vpc-0123456789abcdef0."
  }
}

variable "subnet_ids" {
  description = "Private subnets in two or more zones, with a way to AWS's own services: a NAT gateway or endpoints."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2 && alltrue([for id in var.subnet_ids : startswith(id, "subnet-")])
    error_message = "subnet_ids: two or more ids of subnets, in different zones."
  }
}

variable "client_security_group_ids" {
  description = "Security groups whose members reach the API. It asks for a token only if there is a tokens_file: else name only those whom you trust."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.client_security_group_ids : startswith(id, "sg-")])
    error_message = "client_security_group_ids: ids of security groups, such as sg-0123456789abcdef0."
  }
}

variable "certificate_arn" {
  description = "Certificate of the load balancer; null for plain HTTP inside the network."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:", var.certificate_arn))
    error_message = "certificate_arn: the ARN of a certificate of ACM, or null."
  }
}

variable "application_jar" {
  description = "Your application's jar on this machine, as mvn package makes it."
  type        = string

  validation {
    condition     = endswith(var.application_jar, ".jar")
    error_message = "application_jar: the path of a jar."
  }
}

variable "workers_mode" {
  description = "How workers answer: callback, or return; then the function is in no network, and connects to nothing of this module."
  type        = string
  default     = "callback"

  validation {
    condition     = contains(["callback", "return"], var.workers_mode)
    error_message = "workers_mode: callback or return."
  }
}

variable "shared_files" {
  description = "Access point of EFS, mounted in the function as /mnt/kappa, where steps leave files for others, and the security group of its mount targets; null for none."
  type = object({
    access_point_arn  = string
    security_group_id = string
  })
  default = null

  validation {
    condition     = var.shared_files == null || can(regex("^arn:aws[a-z-]*:elasticfilesystem:.+:access-point/", var.shared_files.access_point_arn))
    error_message = "shared_files: the ARN of an access point of EFS, and a security group, or null."
  }
}

variable "snap_start" {
  description = "Whether versions are started from a snapshot of a process that is ready."
  type        = bool
  default     = false
}

variable "large_values" {
  description = "Where values above 64 KiB are: redis, or bucket, which needs the dependency kappa-s3 in the application."
  type        = string
  default     = "redis"

  validation {
    condition     = contains(["redis", "bucket"], var.large_values)
    error_message = "large_values: redis or bucket."
  }
}

variable "key_arns" {
  description = "Keys of KMS with which all values are encrypted that are stored, the one to write with first; empty for none. A store that was begun without can be given keys only as docs/security.md tells."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.key_arns : can(regex("^arn:aws[a-z-]*:kms:.+:key/", arn))])
    error_message = "key_arns: the ARNs of keys of KMS."
  }
}

variable "reads_clear" {
  description = "Whether values that were stored before there were keys are read."
  type        = bool
  default     = false
}

variable "tokens_file" {
  description = "File of the clients' tokens in the image; none where those in client_security_group_ids need no token."
  type        = string
  default     = "none"

  validation {
    condition     = can(regex("^(none|/.+)$", var.tokens_file))
    error_message = "tokens_file: an absolute path in the image, or none."
  }
}

variable "function_memory_mb" {
  description = "Memory of the function, in MiB; its share of a processor grows with it."
  type        = number
  default     = 1024

  validation {
    condition     = var.function_memory_mb >= 256 && var.function_memory_mb <= 10240
    error_message = "function_memory_mb: 256 to 10240."
  }
}

variable "function_timeout_seconds" {
  description = "Time limit of an invocation, in seconds. The coordinators are told the same."
  type        = number
  default     = 900

  validation {
    condition     = var.function_timeout_seconds >= 10 && var.function_timeout_seconds <= 900
    error_message = "function_timeout_seconds: 10 to 900."
  }
}

variable "concurrency" {
  description = "Most invocations at once of each coordinator."
  type        = number
  default     = 100

  validation {
    condition     = var.concurrency >= 1 && var.concurrency <= 10000
    error_message = "concurrency: 1 to 10000."
  }
}

variable "coordinators" {
  description = "How many coordinators work at once."
  type        = number
  default     = 2

  validation {
    condition     = var.coordinators >= 2 && var.coordinators <= 16
    error_message = "coordinators: 2 to 16, so that one may fail. A store has 16 partitions."
  }
}

variable "coordinator_image" {
  description = "Image of the coordinator in a registry of ECR, with a tag or a digest."
  type        = string

  validation {
    condition     = can(regex("(:[^/:]+|@sha256:[0-9a-f]{64})$", var.coordinator_image))
    error_message = "coordinator_image: an image with a tag or a digest."
  }
}

variable "coordinator_image_repository_arn" {
  description = "The image's repository, from which the coordinators may pull."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:ecr:", var.coordinator_image_repository_arn))
    error_message = "coordinator_image_repository_arn: the ARN of a repository of ECR."
  }
}

variable "coordinator_cpu" {
  description = "Share of a processor of a coordinator: 1024 is one."
  type        = number
  default     = 1024

  validation {
    condition     = contains([512, 1024, 2048, 4096], var.coordinator_cpu)
    error_message = "coordinator_cpu: 512, 1024, 2048 or 4096."
  }
}

variable "coordinator_memory_mb" {
  description = "Memory of a coordinator, in MiB. Fargate allows 2 to 8 times the processors' gigabytes."
  type        = number
  default     = 2048

  validation {
    condition     = var.coordinator_memory_mb >= 1024 && var.coordinator_memory_mb <= 30720 && var.coordinator_memory_mb % 1024 == 0
    error_message = "coordinator_memory_mb: 1024 to 30720, in steps of 1024."
  }
}

variable "redis_password" {
  description = "Password of the coordinators' user of the store."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9]{16,128}$", var.redis_password))
    error_message = "redis_password: 16 to 128 letters and digits, so that it needs no encoding in an address."
  }
}

variable "redis_node_type" {
  description = "Size of a node of the store."
  type        = string
  default     = "db.t4g.medium"

  validation {
    condition     = startswith(var.redis_node_type, "db.")
    error_message = "redis_node_type: a node type of MemoryDB, such as db.t4g.medium."
  }
}

variable "redis_shards" {
  description = "Masters of the store; partitions are spread over them."
  type        = number
  default     = 1

  validation {
    condition     = var.redis_shards >= 1 && var.redis_shards <= 16
    error_message = "redis_shards: 1 to 16."
  }
}

variable "redis_replicas" {
  description = "Replicas of each master."
  type        = number
  default     = 1

  validation {
    condition     = var.redis_replicas >= 1 && var.redis_replicas <= 5
    error_message = "redis_replicas: 1 to 5."
  }
}

variable "blob_retention_days" {
  description = "A net below Kappa's own collection: large values in the bucket are deleted after so many days, 0 for never. It must be longer than any run takes."
  type        = number
  default     = 0

  validation {
    condition     = var.blob_retention_days >= 0
    error_message = "blob_retention_days: 0 for never, or a number of days."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 180, 365], var.log_retention_days)
    error_message = "log_retention_days: 1, 3, 5, 7, 14, 30, 60, 90, 180 or 365."
  }
}

variable "alarm_topic_arns" {
  description = "Topics of SNS that are told when an alarm goes on and off."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:aws[a-z-]*:sns:", arn))])
    error_message = "alarm_topic_arns: ARNs of topics of SNS."
  }
}
