terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.60, < 6.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "redis_password" {
  description = "Password of the coordinators' user; set it as TF_VAR_redis_password."
  type        = string
  sensitive   = true
}

module "kappa" {
  source = "../"

  name                             = "orders"
  vpc_id                           = "vpc-0123456789abcdef0"
  subnet_ids                       = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  client_security_group_ids        = ["sg-0123456789abcdef0"]
  application_jar                  = "../../../../docs/examples/greeting/target/greeting.jar"
  coordinator_image                = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/kappa-coordinator:0.1.0"
  coordinator_image_repository_arn = "arn:aws:ecr:eu-west-1:123456789012:repository/kappa-coordinator"
  redis_password                   = var.redis_password
}

output "api_url" {
  value = module.kappa.api_url
}
